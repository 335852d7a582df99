#!/usr/bin/env bash
# Prints the rules of deploy/prometheus as resources of the Prometheus operator.
# They find what the ServiceMonitor has scraped. For an overlay, which lists the
# file in `resources`:
#
#   deploy/kubernetes/prometheus-rules.sh > OVERLAY/prometheus-rules.yaml
set -euo pipefail
cd "$(dirname "$0")/../prometheus/rules"

for file in *.yml; do
  cat <<EOF
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: ratecard-${file%.yml}
  labels:
    app.kubernetes.io/name: ratecard
    app.kubernetes.io/component: server
spec:
EOF
  sed 's/^./  &/' "$file"
done
