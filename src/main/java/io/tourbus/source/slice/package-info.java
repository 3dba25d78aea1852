/** How a source divides its work into slices, reads them, and proves that they are complete. */
package io.tourbus.source.slice;
