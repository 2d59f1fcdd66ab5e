#!/usr/bin/env bash
# How cost grows: processor time of an evaluation and memory over the number of rules, and over the series of each rule. Prints
# both tables and writes bench/cost-curve.svg, with logarithmic axes.
#   bench/cost-curve.sh            (mvn -q package -DskipTests first)
# RULE_STEPS ("10 100 1000 10000 100000"), SERIES_STEPS ("1 10 100 1000 10000"), WARM (60) and TIME (60) seconds of each step,
# which begins with a start of its own; PLOT: where the picture goes. Where twenty thousand alerts fire in the first slot, and where
# the first slots of all rules take long to come, it is warmed up for WARM and 100 seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
plot="${PLOT:-bench/cost-curve.svg}"
out="$(mktemp -d)"; trap 'rm -rf "$out"' EXIT
warm="${WARM:-60}"; export TIME="${TIME:-60}"
# step RULES GROUPS SERIES INTERVAL FILE
step() {
  local options="${JAVA_OPTIONS:-@$PWD/java.options}" first="$warm"
  # More than java.options gives a heap for.
  [ "$1" -le 10000 ] || options="$options -Xmx1g"
  [ $(($1 * $3)) -lt 20000 ] && [ "$1" -le 10000 ] || first=$((warm + 100))
  HEADER="$head" SERIES="$3" WARM="$first" JAVA_OPTIONS="$options" bench/load.sh "$1" "$2" "$4" | tee -a "$out/$5"
  head=
}
head=x
# So many rules that each is asked once in the interval, twenty to a group; the interval grows with them, as it would. All fire but
# those beyond ten thousand: two hundred thousand alerts at once would show how long they take to be told, not what a slot costs.
for n in ${RULE_STEPS:-10 100 1000 10000 100000}; do
  groups=$(((n + 19) / 20)); [ "$groups" -le 2000 ] || groups=2000
  interval=10 series=2; [ "$n" -le 10000 ] || { interval=$((n / 1000)); series=0; }
  step "$n" "$groups" "$series" "$interval" rules
done
head=x
# So many rules that the series of all together are few enough: it is the evaluation of one that is looked at.
for n in ${SERIES_STEPS:-1 10 100 1000 10000}; do
  rules=$((20000 / n)); [ "$rules" -le 200 ] || rules=200
  step "$rules" "$(((rules + 19) / 20))" "$n" 10 series
done

# axes NAME FILE COLUMN TITLE X: one chart, its left edge at X.
chart() {
  grep -E '^\| [0-9]' "$out/$1" | awk -F'|' -v c="$2" -v title="$3" -v left="$4" -v top="$5" -v v="$6" -v under="$7" '
    function log10(x) { return log(x) / log(10) }
    function px(x) { return left + 60 + 300 * (log10(x) - x0) / (x1 - x0) }
    function py(y) { return top + 250 - 200 * (log10(y) - y0) / (y1 - y0) }
    { x[NR] = $(v) + 0; y[NR] = $(c) + 0; if (y[NR] <= 0) y[NR] = 0.001 }
    END {
      x0 = log10(x[1]); x1 = log10(x[NR]); if (x1 == x0) x1 = x0 + 1
      lo = hi = y[1]; for (i = 2; i <= NR; i++) { if (y[i] < lo) lo = y[i]; if (y[i] > hi) hi = y[i] }
      y0 = int(log10(lo)); if (y0 > log10(lo)) y0--; y1 = int(log10(hi)); if (y1 < log10(hi)) y1++; if (y1 == y0) y1 = y0 + 1
      printf "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n", left + 60, top + 30, title
      printf "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#444\"/>\n", left + 60, top + 50, top + 250, left + 360
      for (k = y0; k <= y1; k++) printf "<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", left + 60, py(10 ^ k), left + 360, left + 54, py(10 ^ k) + 4, 10 ^ k
      for (i = 1; i <= NR; i++) {
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#b3261e\"/>", px(x[i]), py(y[i])
        printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", px(x[i]), py(y[i]) - 8, $0 == "" ? "" : y[i]
        printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", px(x[i]), top + 268, x[i]
        line = line (i == 1 ? "M" : "L") sprintf("%.1f %.1f ", px(x[i]), py(y[i]))
      }
      printf "<path d=\"%s\" fill=\"none\" stroke=\"#b3261e\"/>\n", line
      printf "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", left + 210, top + 288, under
    }'
}
{
  echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 620" font-family="sans-serif" font-size="11">'
  echo '<rect width="800" height="620" fill="white"/>'
  chart rules 14 'CPU of an evaluation, ms' 0 0 2 'rules'
  chart rules 16 'RSS, MB' 400 0 2 'rules'
  chart series 14 'CPU of an evaluation, ms' 0 310 5 'series of each rule'
  chart series 16 'RSS, MB' 400 310 5 'series of each rule'
  echo '</svg>'
} >"$plot"
echo "plot: $plot"
