/** Reads a YAML document, checks it against the JSON schema of descriptions, and reports each problem with its line. */
package io.tourbus.described.yaml;
