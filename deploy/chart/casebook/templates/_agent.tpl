{{- /* The app's address. Kubernetes puts in that of the Service, so that no name has to be looked up. */ -}}
{{- define "casebook.agentUrl" -}}
{{- if .Values.agent.url -}}
{{- .Values.agent.url -}}
{{- else if .Values.app.enabled -}}
{{- $service := include "casebook.name" . | upper | replace "-" "_" -}}
wss://$({{ $service }}_SERVICE_HOST):$({{ $service }}_SERVICE_PORT_AGENTS)
{{- else -}}
{{- fail "agent.url is empty and this release has no app: where is it? wss://ADDRESS:8443" -}}
{{- end -}}
{{- end -}}

{{- define "casebook.agentServerName" -}}
{{- if .Values.agent.serverName -}}
{{- .Values.agent.serverName -}}
{{- else if not .Values.agent.url -}}
{{- include "casebook.name" . }}.{{ .Release.Namespace }}.svc
{{- end -}}
{{- end -}}

{{- /* PATH_ON_THE_NODE=PATH_HERE of all that is mounted, with commas between. */ -}}
{{- define "casebook.anchors" -}}
{{- $pairs := list -}}
{{- range $name, $mount := .Values.agent.hostPaths -}}
{{- if $mount.enabled -}}
{{- range ternary $mount.anchors (list $mount.path) (hasKey $mount "anchors") -}}
{{- $pairs = append $pairs (printf "%s=/host%s" . .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if .Values.agent.optIn.kernelLog.enabled -}}
{{- $pairs = append $pairs "/dev/kmsg=/host/dev/kmsg" -}}
{{- end -}}
{{- join "," $pairs -}}
{{- end -}}

{{- /* Capabilities do nothing for a user who is not root: Kubernetes has no ambient ones. */ -}}
{{- define "casebook.agentUser" -}}
{{- if or .Values.agent.optIn.openFiles.enabled .Values.agent.optIn.kernelLog.enabled -}}
runAsUser: 0
runAsGroup: 0
{{- else -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
{{- end -}}
{{- end -}}

{{- define "casebook.agentRights" -}}
readOnlyRootFilesystem: true
{{- if .Values.agent.optIn.kernelLog.enabled }}
privileged: true
{{- else }}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
  {{- if .Values.agent.optIn.openFiles.enabled }}
  add: [SYS_PTRACE]
  {{- end }}
{{- end }}
{{- end -}}

{{- /* The groups of the sockets that are opted in. */ -}}
{{- define "casebook.agentGroups" -}}
{{- $groups := list -}}
{{- range list .Values.agent.optIn.dockerSocket .Values.agent.optIn.criSocket -}}
{{- if .enabled }}{{ $groups = append $groups (int .group) }}{{ end -}}
{{- end -}}
{{- with uniq $groups }}{{ toJson . }}{{ end -}}
{{- end -}}
