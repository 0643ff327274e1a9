# Writes small_area_references.csv with the R package metafor, whose random-effects meta-regression is the same model:
# Rscript make_small_area_references.R  (Debian: r-cran-metafor). REML and the moment equation ("PM": Paule-Mandel).
suppressMessages(library(metafor))
set.seed(20)
out <- NULL
for (case in 1:4) {
  m <- c(12, 30, 60, 15)[case]
  x <- runif(m, 0, 1)
  d <- exp(rnorm(m, -6, 0.7))
  s <- c(0.004, 0.0015, 0.02, 0)[case]
  y <- 0.1 + 0.3 * x + rnorm(m, 0, sqrt(s)) + rnorm(m, 0, sqrt(d))
  if (case == 4) y <- 0.1 + 0.3 * x + 0.2 * rnorm(m, 0, sqrt(d))
  for (method in c("REML", "PM")) {
    fit <- rma(yi = y, vi = d, mods = ~x, method = method,
               control = list(threshold = 1e-14, tol = 1e-12, maxiter = 10000, stepadj = 0.5))
    b <- blup(fit)
    out <- rbind(out, data.frame(case, method, y, d, x, tau2 = fit$tau2, b0 = fit$beta[1], b1 = fit$beta[2],
                                 se0 = fit$se[1], se1 = fit$se[2], eblup = b$pred))
  }
}
write.csv(format(out, digits = 15), "small_area_references.csv", row.names = FALSE, quote = FALSE)
