/** The S3 lake: object names, encoding, metadata and manifests, and reading objects back. */
package io.tourbus.lake;
