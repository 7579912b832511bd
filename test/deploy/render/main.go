// Renders the chart for each case as helm does: the same text/template, the same sprig, the same conversion of YAML, and
// the few functions that helm adds. It needs Go and two libraries, all from Debian; helm itself is not packaged.
//
//	render CHART CASES RENDERED           writes RENDERED/<case>.yaml: the documents, or what the user is told instead
//	render CHART CASES RENDERED --check   writes nothing, and fails with the names of the files that differ
//
// https://github.com/helm/helm/blob/v3.12.3/pkg/engine/engine.go and funcs.go
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/ghodss/yaml"
)

type object = map[string]interface{}

// A case: a release, and the values that its user sets.
type install struct {
	Release struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	} `json:"release"`
	Values object `json:"values"`
}

func main() {
	if len(os.Args) < 4 {
		exit(fmt.Errorf("expected CHART CASES RENDERED [--check]"))
	}
	chart, cases, rendered := os.Args[1], os.Args[2], os.Args[3]
	var differ []string
	keep := write
	if len(os.Args) > 4 && os.Args[4] == "--check" {
		keep = func(file, text string) error {
			if kept, err := os.ReadFile(file); err != nil || string(kept) != text {
				differ = append(differ, file)
			}
			return nil
		}
	}
	files, err := filepath.Glob(filepath.Join(cases, "*.yaml"))
	exit(err)
	for _, file := range files {
		text, err := renderCase(chart, file)
		exit(err)
		exit(keep(filepath.Join(rendered, filepath.Base(file)), text))
	}
	sum, err := sumOf(chart, cases, filepath.Join(filepath.Dir(cases), "render"))
	exit(err)
	exit(keep(filepath.Join(rendered, "inputs.sha256"), sum+"\n"))
	if len(differ) > 0 {
		exit(fmt.Errorf("not what the chart renders now: %s; render without --check and look at the difference",
			strings.Join(differ, ", ")))
	}
	fmt.Printf("%d cases\n", len(files))
}

// Of everything that the rendered files come from, so that whoever has no Go sees whether they are of this chart.
func sumOf(folders ...string) (string, error) {
	sum := sha256.New()
	for _, folder := range folders {
		err := filepath.Walk(folder, func(file string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			text, err := os.ReadFile(file)
			fmt.Fprintf(sum, "%s %x\n", filepath.ToSlash(file), sha256.Sum256(text))
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "render:", err)
		os.Exit(1)
	}
}

func write(file, text string) error {
	return os.WriteFile(file, []byte(text), 0o644)
}

// What helm would apply, or the sentence that a user is told instead.
func renderCase(chart, file string) (string, error) {
	var wanted install
	if err := readYaml(file, &wanted); err != nil {
		return "", err
	}
	top, err := topOf(chart, wanted)
	if err != nil {
		return "", err
	}
	set, names, err := parse(chart)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, name := range names {
		text, err := execute(set, name, top)
		if err != nil {
			return "# refused: " + sentence(err) + "\n", nil
		}
		appendFile(&out, name, text)
	}
	return out.String(), nil
}

func topOf(chart string, wanted install) (object, error) {
	var about, values object
	if err := readYaml(filepath.Join(chart, "Chart.yaml"), &about); err != nil {
		return nil, err
	}
	if err := readYaml(filepath.Join(chart, "values.yaml"), &values); err != nil {
		return nil, err
	}
	return object{
		"Values": overlay(values, wanted.Values),
		"Chart": object{
			"Name":       about["name"],
			"Version":    about["version"],
			"AppVersion": about["appVersion"],
		},
		"Release": object{
			"Name":      wanted.Release.Name,
			"Namespace": wanted.Release.Namespace,
			"Service":   "Helm",
			"IsInstall": true,
			"IsUpgrade": false,
			"Revision":  1,
		},
	}, nil
}

func readYaml(file string, into interface{}) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Maps are merged, everything else is replaced, and null takes a key away.
func overlay(below, above object) object {
	for key, value := range above {
		inner, isMap := value.(object)
		lower, wasMap := below[key].(object)
		switch {
		case value == nil:
			delete(below, key)
		case isMap && wasMap:
			below[key] = overlay(lower, inner)
		default:
			below[key] = value
		}
	}
	return below
}

func parse(chart string) (*template.Template, []string, error) {
	files, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	if err != nil {
		return nil, nil, err
	}
	set := template.New("chart").Option("missingkey=zero")
	set.Funcs(functions(set))
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		name := filepath.Base(file)
		if _, err := set.New(name).Parse(string(text)); err != nil {
			return nil, nil, err
		}
		if !strings.HasPrefix(name, "_") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return set, names, nil
}

func functions(set *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["include"] = func(name string, data interface{}) (string, error) { return execute(set, name, data) }
	all["required"] = required
	all["toYaml"] = toYaml
	all["toJson"] = toJson
	all["fromJsonArray"] = fromJsonArray
	return all
}

func required(warning string, value interface{}) (interface{}, error) {
	if value == nil || value == "" {
		return value, fmt.Errorf("%s", warning)
	}
	return value, nil
}

func toYaml(value interface{}) string {
	text, err := yaml.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}

func toJson(value interface{}) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

func fromJsonArray(text string) []interface{} {
	list := []interface{}{}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return []interface{}{err.Error()}
	}
	return list
}

func execute(set *template.Template, name string, data interface{}) (string, error) {
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, name, data); err != nil {
		return "", err
	}
	return strings.ReplaceAll(out.String(), "<no value>", ""), nil
}

// The innermost of the errors, which is the one that a chart's author wrote.
func sentence(err error) string {
	parts := strings.Split(err.Error(), ": error calling ")
	_, said, found := strings.Cut(parts[len(parts)-1], ": ")
	if !found {
		return err.Error()
	}
	return said
}

// NOTES.txt is told, not applied: it stands behind the documents, as comments.
func appendFile(out *strings.Builder, name, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	if name == "NOTES.txt" {
		text = "# " + strings.ReplaceAll(text, "\n", "\n# ")
		text = strings.ReplaceAll(text, "# \n", "#\n")
	}
	fmt.Fprintf(out, "---\n# Source: casebook/templates/%s\n%s\n", name, text)
}
