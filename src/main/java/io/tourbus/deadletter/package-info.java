/** What could not be normalised or delivered: storage, replay, and reprocessing of the raw zone. */
package io.tourbus.deadletter;
