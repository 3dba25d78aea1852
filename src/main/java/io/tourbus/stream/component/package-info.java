/** The Camel component {@code aws2-kinesis-batch}: the producer, its endpoint options and its health check. */
package io.tourbus.stream.component;
