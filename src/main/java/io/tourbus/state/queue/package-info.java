/** The queue through which several processes share the slices of a run. */
package io.tourbus.state.queue;
