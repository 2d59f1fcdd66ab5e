#!/bin/sh
# Writes a log as a batch job does, with errors for 15 seconds of every two minutes.
mkdir -p /logs/ocr
while true; do
  echo "$(date +%FT%T) INFO document done" >> /logs/ocr/ocr.log
  if [ $(($(date +%s) % 120)) -lt 15 ]; then echo "$(date +%FT%T) ERROR engine does not answer" >> /logs/ocr/ocr.log; fi
  # A log that grows for ever would fill the disk.
  if [ "$(wc -c < /logs/ocr/ocr.log)" -gt 10000000 ]; then mv /logs/ocr/ocr.log /logs/ocr/ocr.log.1; fi
  sleep 5
done
