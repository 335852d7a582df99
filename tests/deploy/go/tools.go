//go:build tools

// Keeps in go.mod the program that run.py builds and no code here imports.
package deploy

import _ "sigs.k8s.io/kustomize/kustomize/v5"
