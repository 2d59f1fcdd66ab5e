#!/usr/bin/env bash
# Where the samples of a recording lie: by thread, by what of Tocsin was at work, by the library that ran, and by what allocated.
#   bench/jfr-summary.sh RECORDING [lines of each list, default 15]
set -euo pipefail
lines="${2:-15}"
samples() { jfr print --events "$1" --stack-depth 64 "$2"; }
# Each sample becomes one line: thread, innermost frame, innermost frame of ours, outermost but two of ours.
frames() {
  awk -v weighted="$1" '
    function done() { if (top != "") printf "%s\t%s\t%s\t%s\t%s\n", weight, thread, top, ours == "" ? "-" : ours, package(top) }
    function package(f, n, p, i, out) { n = split(f, p, "."); out = p[1]; for (i = 2; i <= 3 && i < n - 1; i++) out = out "." p[i]; return out }
    /^jdk\./ { done(); top = ours = thread = ""; weight = 1; stack = 0 }
    /sampledThread = |eventThread = / { thread = $3; gsub(/"/, "", thread); gsub(/[-_]?[0-9]+$/, "", thread) }
    /weight = / && weighted { w = $3; if ($4 == "kB") w *= 1024; if ($4 == "MB") w *= 1048576; weight = w }
    /stackTrace = \[/ { stack = 1; next }
    stack && /^ *\]/ { stack = 0 }
    stack { f = $1; sub(/\(.*/, "", f); if (top == "") top = f; if (ours == "" && f ~ /^io\.tocsin/) ours = f }
    END { done() }'
}
shares() { awk -F'\t' -v c="$1" '{n[$c] += $1; all += $1} END {for (k in n) printf "%5.1f %%  %s\n", 100 * n[k] / all, k}' "$2" | sort -rn | head -n "$lines"; }
file="$(mktemp)"; trap 'rm -f "$file"' EXIT
samples jdk.ExecutionSample "$1" | frames '' >"$file"
echo "samples of work: $(wc -l <"$file")"
echo "by thread"; shares 2 "$file"
echo "by the innermost method of Tocsin"; shares 4 "$file"
echo "by the library that ran"; shares 5 "$file"
echo "by the innermost method"; shares 3 "$file"
samples jdk.ObjectAllocationSample "$1" | frames 1 >"$file"
if [ -s "$file" ]; then echo "what allocated, by the innermost method of Tocsin"; shares 4 "$file"; fi
