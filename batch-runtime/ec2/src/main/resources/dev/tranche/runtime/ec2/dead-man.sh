#!/bin/sh
# Ends this host when it has lived for as long as it may, or runs no task and nobody has renewed its lease.
imds=${IMDS:-http://169.254.169.254/latest} agent=${AGENT:-http://127.0.0.1:51678/v1}
up=$(cut -d. -f1 "${UPTIME:-/proc/uptime}") now=$(date +%s)
[ "$up" -lt @LIFETIME@ ] || exec shutdown -h now
token=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$imds/api/token") || exit 0
lease=$(curl -sf -m 5 -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/tags/instance/@TAG@")
case $lease in '' | *[!0-9]*) lease=$((now - up + @GRACE@)) ;; esac
[ "$now" -ge "$lease" ] || exit 0
if tasks=$(curl -sf -m 5 "$agent/tasks"); then
    echo "$tasks" | grep -o '"KnownStatus":"[A-Z_]*"' | grep -qv STOPPED && exit 0
elif [ "$now" -lt $((lease + 3600)) ]; then exit 0 # nobody knows whether a task runs
fi
exec shutdown -h now
