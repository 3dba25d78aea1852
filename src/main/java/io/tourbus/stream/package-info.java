/** Sends records to the Kinesis stream in batches: the Camel component {@code aws2-kinesis-batch} and its core. */
package io.tourbus.stream;
