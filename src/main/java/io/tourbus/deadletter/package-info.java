/** Dead letters: storage and replay of data that was not normalized or delivered; reprocessing of the raw zone. */
package io.tourbus.deadletter;
