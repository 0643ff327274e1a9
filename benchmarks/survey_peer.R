# The same measures with the R package `survey`: reads a CSV, then times the estimation alone (reading is not counted).
# Rscript survey_peer.R data.csv runs -> one line of JSON with the seconds of each run and some estimates

suppressMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
indicators <- paste0("d", 0:9)

measured <- function(design) {
  parts <- c("poor", "score", indicators, paste0("c", 0:9))
  shares <- svymean(reformulate(parts), design)
  intensity <- svyratio(~score, ~poor, design)
  contributions <- svyratio(reformulate(paste0("k", 0:9)), ~score, design)
  list(shares = coef(shares), errors = SE(shares), a = coef(intensity), a_error = sqrt(vcov(intensity)),
       contributions = coef(contributions), contribution_errors = SE(contributions))
}

run <- function() {
  started <- proc.time()[["elapsed"]]
  points <- rowSums(data[, indicators])
  data$poor <- as.numeric(points >= 4)
  data$score <- points / 10 * data$poor
  for (j in 0:9) {
    data[[paste0("c", j)]] <- data[[paste0("d", j)]] * data$poor
    data[[paste0("k", j)]] <- data[[paste0("c", j)]] / 10
  }
  design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data)
  total <- measured(design)
  for (value in c("rural", "urban")) measured(subset(design, area == value))
  shares <- svymean(~area, design)
  list(seconds = proc.time()[["elapsed"]] - started, h = total$shares[["poor"]], h_error = total$errors[["poor"]],
       a = total$a[[1]], a_error = total$a_error[[1]])
}

runs <- lapply(seq_len(as.integer(arguments[2])), function(number) run())
seconds <- paste(sapply(runs, function(one) format(one$seconds, digits = 6)), collapse = ", ")
last <- runs[[length(runs)]]
cat(sprintf('{"seconds": [%s], "H": %.17g, "H_error": %.17g, "A": %.17g, "A_error": %.17g}\n',
            seconds, last$h, last$h_error, last$a, last$a_error))
