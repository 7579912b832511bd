{{- /* The name of everything of this release, short enough that 63 characters hold it with what is put behind it. */ -}}
{{- define "casebook.name" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
{{- $name = ternary .Release.Name (printf "%s-casebook" .Release.Name) (contains "casebook" .Release.Name) -}}
{{- end -}}
{{- $name | replace "." "-" | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "casebook.agentName" -}}
{{- include "casebook.name" . }}-agent
{{- end -}}

{{- /* What a selector selects by: it can never be changed. Call with (dict "root" $ "component" "app"). */ -}}
{{- define "casebook.selector" -}}
app.kubernetes.io/name: casebook
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "casebook.labels" -}}
{{ include "casebook.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "casebook.image" -}}
{{- $repository := required "image.repository is empty: where is the image that deploy/Dockerfile makes?" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{- $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- /* "true" when Slack delivers to an address of ours instead of a socket that the app opens. */ -}}
{{- define "casebook.isHttp" -}}
{{- if eq (default "socket" .Values.app.config.transport) "http" }}true{{ end -}}
{{- end -}}

{{- /* namespace/name of every ServiceAccount whose tokens count, as a list in JSON. */ -}}
{{- define "casebook.accounts" -}}
{{- $accounts := .Values.app.agents.serviceAccounts -}}
{{- if .Values.agent.enabled -}}
{{- $accounts = prepend $accounts (printf "%s/%s" .Release.Namespace (include "casebook.agentName" .)) -}}
{{- end -}}
{{- $accounts | uniq | toJson -}}
{{- end -}}
