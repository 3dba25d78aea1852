/** Objects of the S3 lake: names, encoding, metadata, manifests, and reading them back. */
package io.tourbus.lake;
