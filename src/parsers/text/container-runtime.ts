const KNOWN = ['docker', 'containerd', 'cri-o']

/** Splits what a node says of its runtime: `containerd://1.6.21`. Both are undefined for a runtime that is none of docker, containerd and cri-o. */
export function readContainerRuntime(text: string | undefined): {
  runtime: string | undefined
  runtimeVersion: string | undefined
} {
  const [, runtime, version] = /^([a-z-]{3,20}):\/\/([\w.+~-]{1,80})$/.exec(text ?? '') ?? []
  if (!runtime || !KNOWN.includes(runtime)) return { runtime: undefined, runtimeVersion: undefined }
  return { runtime, runtimeVersion: version === 'Unknown' ? undefined : version }
}
