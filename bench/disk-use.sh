#!/usr/bin/env bash
# What the database takes on the disk over a day: adds a line per simulated hour to docs/reliability/disk-use.csv and draws
# docs/reliability/disk-use.svg. The clock is moved; everything else is real. A day of 1,000 rules takes about three minutes
# on a quiet core. Usage: bench/disk-use.sh [h2|postgres] [rules] [hours]; without arguments only the plot is drawn.
set -euo pipefail
cd "$(dirname "$0")/.."
csv=docs/reliability/disk-use.csv
if [ $# -gt 0 ]; then
  mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath.txt
  java -Xmx512m -cp "target/test-classes:target/classes:$(cat target/test-classpath.txt)" \
    io.tocsin.evaluation.DiskUseRun "$1" "${2:-1000}" "${3:-24}" "$csv"
fi
series() { echo "'< grep \"^$1,$2,\" $csv' using 3:$3 with lines title '$4'"; }
gnuplot <<PLOT
set terminal svg size 900,420 font 'sans-serif,13' background '#ffffff'
set output 'docs/reliability/disk-use.svg'
set datafile separator ','
set xlabel 'simulated hours'
set ylabel 'MB'
set key left top
set grid
set xrange [0:24]
set logscale y
set yrange [1:]
plot $(series H2 100 4 'H2, 100 rules: file'), $(series H2 100 5 'in use'), \
     $(series H2 1000 4 'H2, 1,000 rules: file'), $(series H2 1000 5 'in use'), \
     $(series H2 10000 4 'H2, 10,000 rules: file'), $(series H2 10000 5 'in use'), \
     $(series PostgreSQL 100 4 'PostgreSQL, 100 rules'), $(series PostgreSQL 1000 4 'PostgreSQL, 1,000 rules'), \
     $(series PostgreSQL 10000 4 'PostgreSQL, 10,000 rules')
PLOT
