# Reads the exported tables with base R, whose readers stop at a ragged row.
# Rscript check.R FOLDER; needs the folder's files as check.py does.
folder <- commandArgs(trailingOnly = TRUE)[1]
at <- function(name) file.path(folder, name)
options(warn = 2)

table <- read.csv(at("csv.csv"), colClasses = c(cameo = "character"), encoding = "UTF-8")
stopifnot(ncol(table) == 43, !anyNA(table$quad), all(table$background %in% c("true", "false")), !anyNA(as.Date(table$first_reported)))

widths <- c(petrarch.txt = 8, phoenix.txt = 26, gdelt.csv = 61, "gdelt-mentions.csv" = 16, icews.tab = 20, polecat.txt = 40)
for (name in names(widths)) {
  header <- name %in% c("icews.tab", "polecat.txt")
  lines <- length(readLines(at(name), encoding = "UTF-8")) - header
  for (quote in c("\"", "")) {
    got <- read.delim(at(name), header = header, quote = quote, colClasses = "character", comment.char = "", fill = FALSE, encoding = "UTF-8")
    stopifnot(ncol(got) == widths[[name]], nrow(got) == lines)
  }
}
events <- read.delim(at("gdelt.csv"), header = FALSE)
stopifnot(is.numeric(events$V1), length(unique(events$V1)) == nrow(events), all(events$V1 == floor(events$V1)))
cat(nrow(table), "happenings,", nrow(events), "dyads: all well under", R.version.string, "in", folder, "\n")
