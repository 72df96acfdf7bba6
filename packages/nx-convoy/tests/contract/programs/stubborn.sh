#!/bin/sh
# Starts a grandchild that ignores SIGTERM and keeps the inherited output open; tells both process ids. With `leave` it ends by itself.
trap ready=1 USR1
sh -c 'trap "" TERM INT HUP; echo "grandchild $$"; kill -USR1 "$PPID"; while :; do sleep 1; done' &
echo "child $$"
while [ -z "$ready" ]; do wait; done
if [ "$1" = leave ]; then exit 0; fi
wait
