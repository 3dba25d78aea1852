/** From the batch of a slice to acknowledged sinks, and the manifest of a run. */
package io.tourbus.delivery;
