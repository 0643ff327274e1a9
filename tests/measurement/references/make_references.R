# Writes the references against which errors of estimation are tested: estimates, standard errors, intervals and degrees
# of freedom from the R package `survey`. Run from this folder: Rscript make_references.R
# Needs r-base-core and r-cran-survey (Debian). The tests read only the CSV files written here. All rows are synthetic.

suppressMessages(library(survey))
options(digits = 17, survey.replicates.mse = FALSE)
set.seed(20150601)

INDICATORS <- c("d1", "d2", "d3", "d4")
WEIGHTS <- c(1 / 3, 1 / 3, 1 / 6, 1 / 6)
LEAST <- 2 # points of 6: cut-off 1/3

households <- function(strata_sizes, rows = 6:14, year = NULL) {
  parts <- list()
  psu_number <- 0
  for (s in seq_along(strata_sizes)) for (p in seq_len(strata_sizes[s])) {
    psu_number <- psu_number + 1
    n <- sample(rows, 1)
    level <- rnorm(1, 0, 0.5) + 0.2 * s
    draws <- sapply(c(-1.2, -0.9, -0.6, -1.6), function(base) rbinom(n, 1, plogis(base + level)))
    part <- data.frame(matrix(draws, nrow = n))
    names(part) <- INDICATORS
    part$w <- round(runif(n, 20, 90) * (1 + 0.3 * s), 3)
    part$stratum <- paste0("s", s)
    part$psu <- psu_number
    part$psu_in_stratum <- p
    part$fpc <- strata_sizes[s] * 3 + s
    part$share <- round(strata_sizes[s] / part$fpc, 6)
    part$area <- if (s == 2) "rural" else sample(c("rural", "urban"), n, TRUE, c(0.7, 0.3))
    part$ethnic <- if (psu_number == 3) "a" else sample(c("b", "c"), n, TRUE, c(0.8, 0.2))
    parts[[psu_number]] <- part
  }
  out <- do.call(rbind, parts)
  out$row <- seq_len(nrow(out))
  out
}

scored <- function(data) {
  points <- 2 * data$d1 + 2 * data$d2 + data$d3 + data$d4
  data$poor <- as.numeric(points >= LEAST)
  data$score <- points / 6 * data$poor
  data$complete <- !is.na(points)
  for (j in 1:4) {
    data[[paste0("c", j)]] <- data[[INDICATORS[j]]] * data$poor
    data[[paste0("k", j)]] <- WEIGHTS[j] * data[[INDICATORS[j]]] * data$poor
  }
  data
}

rows <- list()
keep <- function(case, group, measure, indicator, estimate, se, df, share_limits = TRUE) {
  se <- as.numeric(se)
  df <- as.numeric(df)
  q <- qt(0.975, df)
  p <- as.numeric(estimate)
  logit <- if (share_limits && p > 0 && p < 1 && se > 0) plogis(qlogis(p) + c(-1, 1) * q * se / (p * (1 - p))) else c(p - q * se, p + q * se)
  rows[[length(rows) + 1]] <<- data.frame(case = case, group = group, measure = measure, indicator = indicator,
    estimate = p, std_error = se, df = df, lower = logit[1], upper = logit[2],
    lower_t = p - q * se, upper_t = p + q * se)
}

mean_of <- function(name, design) { m <- svymean(as.formula(paste0("~", name)), design); list(coef(m), SE(m)) }
ratio_of <- function(a, b, design) {
  m <- svyratio(as.formula(paste0("~", a)), as.formula(paste0("~", b)), design)
  list(coef(m), sqrt(vcov(m)))
}

measures <- function(case, group, design, df = degf(design)) {
  put <- function(measure, indicator, found) keep(case, group, measure, indicator, found[[1]], as.numeric(found[[2]]), df)
  put("H", "", mean_of("poor", design))
  put("A", "", ratio_of("score", "poor", design))
  put("M0", "", mean_of("score", design))
  for (j in 1:4) {
    put("uncensored", INDICATORS[j], mean_of(INDICATORS[j], design))
    put("censored", INDICATORS[j], mean_of(paste0("c", j), design))
    put("contribution", INDICATORS[j], ratio_of(paste0("k", j), "score", design))
  }
}

domains <- function(case, design, columns = c("area", "ethnic"), df = NULL) {
  design <- subset(design, complete)
  measures(case, "total", design, if (is.null(df)) degf(design) else df)
  for (column in columns) {
    values <- sort(unique(design$variables[[column]]))
    for (value in values) {
      inside <- subset(design, design$variables[[column]] == value)
      label <- paste0(column, "=", value)
      inside_df <- if (is.null(df)) degf(inside) else df
      measures(case, label, inside, inside_df)
      design$variables$mine <- as.numeric(design$variables[[column]] == value)
      if (inside_df > 0 && length(values) > 1) {
        m <- svymean(~mine, design)
        keep(case, label, "population_share", "", coef(m), SE(m), inside_df)
      }
    }
  }
}

# One data set, many designs ---------------------------------------------------------------------------------------
data <- households(c(4, 5, 3, 6))
write.csv(data, "clustered.csv", row.names = FALSE, quote = FALSE)
data <- scored(data)
domains("none", svydesign(ids = ~1, weights = ~1, data = data))
domains("weights", svydesign(ids = ~1, weights = ~w, data = data))
domains("strata", svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = data))
domains("psu", svydesign(ids = ~psu, weights = ~w, data = data))
domains("strata_psu", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data))
domains("nest", svydesign(ids = ~psu_in_stratum, strata = ~stratum, weights = ~w, data = data, nest = TRUE))
domains("fpc", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, data = data))
domains("fpc_share", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~share, data = data))

missing <- data[, c("row", INDICATORS, "w", "stratum", "psu", "area", "ethnic")]
missing$d2[sample(nrow(missing), 9)] <- NA
missing$d4[sample(nrow(missing), 6)] <- NA
missing$d1[missing$psu == 7] <- NA # a whole PSU without complete rows
write.csv(missing, "missing.csv", row.names = FALSE, quote = FALSE, na = "")
domains("missing", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = scored(missing)))
domains("missing_rows", svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = scored(missing)))

# Means and ratios of incomes, in dong: values far from 1, some missing ---------------------------------------------
incomes <- data[, c("row", "w", "stratum", "psu", "area")]
incomes$persons <- sample(1:8, nrow(incomes), TRUE)
incomes$income <- round(exp(rnorm(nrow(incomes), 15, 0.7)) * incomes$persons)
incomes$income[sample(nrow(incomes), 5)] <- NA
write.csv(incomes, "incomes.csv", row.names = FALSE, quote = FALSE, na = "")
ratio_rows <- list()
income_ratios <- function(case, design) {
  design <- subset(design, !is.na(income))
  for (group in c("total", "rural", "urban")) {
    inside <- if (group == "total") design else subset(design, area == group)
    found <- list(per_head = ratio_of("income", "persons", inside), mean = mean_of("income", inside))
    for (name in names(found)) {
      estimate <- as.numeric(found[[name]][[1]])
      se <- as.numeric(found[[name]][[2]])
      limits <- estimate + c(-1, 1) * qt(0.975, degf(inside)) * se
      label <- if (group == "total") group else paste0("area=", group)
      ratio_rows[[length(ratio_rows) + 1]] <<- data.frame(case = case, group = label, name = name,
        estimate = estimate, std_error = se, lower = limits[1], upper = limits[2], df = as.numeric(degf(inside)))
    }
  }
}
income_ratios("weights", svydesign(ids = ~1, weights = ~w, data = incomes))
income_ratios("strata", svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = incomes))
income_ratios("strata_psu", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = incomes))
write.csv(format(do.call(rbind, ratio_rows), digits = 17, scientific = TRUE, trim = TRUE), "ratio_references.csv", row.names = FALSE, quote = FALSE)

# Strata with a single PSU -----------------------------------------------------------------------------------------
lonely <- households(c(3, 1, 4, 1, 2))
write.csv(lonely, "lonely.csv", row.names = FALSE, quote = FALSE)
for (way in c("remove", "adjust", "average")) {
  options(survey.lonely.psu = way)
  domains(paste0("lonely_", way), svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = scored(lonely)), "area")
  domains(paste0("lonely_fpc_", way), svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, data = scored(lonely)), "area")
}
certain <- lonely
certain$fpc[certain$stratum %in% c("s2", "s4")] <- 1 # the whole stratum is in the sample
write.csv(certain, "certain.csv", row.names = FALSE, quote = FALSE)
options(survey.lonely.psu = "fail")
domains("certain", svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, data = scored(certain)), "area")

# Replicate weights ------------------------------------------------------------------------------------------------
plain <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data)
domains("jkn", as.svrepdesign(plain, type = "JKn"), df = degf(plain))
domains("jkn_fpc", as.svrepdesign(svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, data = data), type = "JKn"), df = degf(plain))
unstratified <- svydesign(ids = ~psu, weights = ~w, data = data)
domains("jk1", as.svrepdesign(unstratified, type = "JK1"), df = degf(unstratified))

with_columns <- function(file, columns, data) {
  colnames(columns) <- paste0("rep_", seq_len(ncol(columns)))
  write.csv(cbind(data[, c("row", INDICATORS, "w", "stratum", "psu", "area", "ethnic")], round(columns, 6)), file, row.names = FALSE, quote = FALSE)
  scored(read.csv(file))
}
boot <- as.svrepdesign(plain, type = "subbootstrap", replicates = 40)
booted <- with_columns("bootstrap.csv", weights(boot, "analysis"), data)
given <- svrepdesign(data = booted, repweights = "rep_[0-9]+", weights = ~w, type = "bootstrap", combined.weights = TRUE)
domains("bootstrap", given, df = degf(given))
mse <- svrepdesign(data = booted, repweights = "rep_[0-9]+", weights = ~w, type = "bootstrap", combined.weights = TRUE, mse = TRUE)
domains("bootstrap_mse", mse, df = degf(mse))

pairs <- households(rep(2, 7))
pairs_design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = scored(pairs))
brr <- as.svrepdesign(pairs_design, type = "BRR")
balanced <- with_columns("brr.csv", weights(brr, "analysis"), pairs)
given <- svrepdesign(data = balanced, repweights = "rep_[0-9]+", weights = ~w, type = "BRR", combined.weights = TRUE)
domains("brr", given, "area", df = degf(given))
fay <- with_columns("fay.csv", weights(as.svrepdesign(pairs_design, type = "Fay", fay.rho = 0.3), "analysis"), pairs)
given <- svrepdesign(data = fay, repweights = "rep_[0-9]+", weights = ~w, type = "Fay", rho = 0.3, combined.weights = TRUE)
domains("fay", given, "area", df = degf(given))

# Periods ----------------------------------------------------------------------------------------------------------
first <- households(c(4, 5, 3)); first$year <- 2016
second <- households(c(4, 5, 3)); second$year <- 2020
periods <- rbind(first, second)
periods$row <- seq_len(nrow(periods))
write.csv(periods, "periods.csv", row.names = FALSE, quote = FALSE)
periods <- scored(periods)

change <- function(case, design, df) {
  for (name in c("poor", "score", paste0("c", 1:4), INDICATORS)) {
    by <- svyby(as.formula(paste0("~", name)), ~year, design, svymean, covmat = TRUE)
    contrast <- svycontrast(by, c(-1, 1))
    measure <- if (name == "poor") "H" else if (name == "score") "M0" else if (substr(name, 1, 1) == "c") "censored" else "uncensored"
    indicator <- if (measure %in% c("H", "M0")) "" else paste0("d", substr(name, 2, 2))
    keep(case, "total", measure, indicator, coef(contrast), SE(contrast), df, FALSE)
    ratio <- svycontrast(by, quote(`2020` / `2016` - 1))
    keep(paste0(case, "_relative"), "total", measure, indicator, coef(ratio), SE(ratio), df, FALSE)
  }
  by <- svyby(~score, ~year, denominator = ~poor, design, svyratio, covmat = TRUE)
  contrast <- svycontrast(by, c(-1, 1))
  keep(case, "total", "A", "", coef(contrast), SE(contrast), df, FALSE)
}
shared <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = periods)
change("same_psus", shared, degf(subset(shared, year == 2016)))
periods$own_stratum <- paste(periods$stratum, periods$year)
periods$own_psu <- paste(periods$psu, periods$year)
apart <- svydesign(ids = ~own_psu, strata = ~own_stratum, weights = ~w, data = periods)
change("independent", apart, degf(apart))

write.csv(format(do.call(rbind, rows), digits = 17, scientific = TRUE, trim = TRUE), "survey_references.csv", row.names = FALSE, quote = FALSE)

# svyciprop, method "logit" (iterated) and "xlogit" (closed form)
plain <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data)
intervals <- do.call(rbind, lapply(c("poor", INDICATORS), function(name) do.call(rbind, lapply(c("logit", "xlogit", "mean"), function(method) {
  found <- svyciprop(as.formula(paste0("~", name)), plain, method = method)
  limits <- as.numeric(attr(found, "ci"))
  data.frame(name = name, method = method, estimate = as.numeric(found), lower = limits[1], upper = limits[2])
}))))
write.csv(format(intervals, digits = 17, scientific = TRUE, trim = TRUE), "svyciprop_references.csv", row.names = FALSE, quote = FALSE)
cat(nrow(do.call(rbind, rows)), "references; R", as.character(getRversion()), "survey", as.character(packageVersion("survey")), "\n")
