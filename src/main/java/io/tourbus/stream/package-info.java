/** Sends records to a Kinesis stream in batches, and resends only the records that the stream refused. */
package io.tourbus.stream;
