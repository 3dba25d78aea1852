/** Sends records to a Kinesis stream in batches, and resends only what the stream refused. */
package io.tourbus.stream;
