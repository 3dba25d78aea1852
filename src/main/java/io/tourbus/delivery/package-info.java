/** Delivery of batches to all sinks, and the manifest of a run. */
package io.tourbus.delivery;
