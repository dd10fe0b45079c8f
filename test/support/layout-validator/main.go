// Command layout-validator says of each OCI layout what go-containerregistry's validate package says of it.
// It prints one JSON document per folder: {"directory": …, "error": …}, with an empty error for a valid one.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

func check(directory string) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	path, err := layout.FromPath(directory)
	if err != nil {
		return err
	}
	index, err := path.ImageIndex()
	if err != nil {
		return err
	}
	return validate.Index(index)
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, directory := range os.Args[1:] {
		text := ""
		if err := check(directory); err != nil {
			text = err.Error()
		}
		if err := out.Encode(map[string]string{"directory": directory, "error": text}); err != nil {
			panic(err)
		}
	}
}
