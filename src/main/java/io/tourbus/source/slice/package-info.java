/** Divides what a run reads into slices, reads them, and verifies that they are complete. */
package io.tourbus.source.slice;
