/** Camel's component {@code aws2-kinesis-batch}: records into a Kinesis stream, many at a time, none lost in silence. */
package io.tourbus.stream;
