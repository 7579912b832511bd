#!/bin/sh
# Starts the node agent, or says why not. Node itself hangs without a word when it cannot make its threads: it waits for
# those that it could not start (WorkerThreadsTaskRunner in src/node_platform.cc). So the room is looked at beforehand,
# by builtins only: this shell starts no process either. (The limits of the whole node cannot be read that way: a shell
# reads byte by byte, and files of /proc/sys end after the first.) The options keep each of the agent's processes small.

needed=32 # five threads each for the agent and its children, and for one that replaces a lost child

refuse() {
  printf '{"level":"error","event":"cannot run","says":"%s"}\n' "$1"
  exit 1
}

# The limits of this process's cgroup and of all above it that can be seen.
check_cgroup() {
  root=$1 group=$2
  while :; do
    if read -r max 2>/dev/null <"$root$group/pids.max" && read -r used 2>/dev/null <"$root$group/pids.current"; then
      [ "$max" = max ] || [ $((max - used)) -ge $needed ] ||
        refuse "$((max - used)) more processes and threads are allowed by $root$group/pids.max, $needed are needed: raise the limit of the pod (podPidsLimit) or of the service (TasksMax)"
    fi
    [ -n "$group" ] || break
    group=${group%/*}
  done
}

while IFS=: read -r _ controllers group; do
  group=${group%/}
  case $controllers in
    '') check_cgroup /sys/fs/cgroup "$group" ;;
    pids) check_cgroup /sys/fs/cgroup/pids "$group" ;;
  esac
done </proc/self/cgroup

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
export UV_THREADPOOL_SIZE=1
exec "${NODE:-node}" --max-old-space-size=64 --max-semi-space-size=1 --v8-pool-size=0 --optimize-for-size "$here/../../dist/agent/main.js"
