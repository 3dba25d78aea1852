/** The Camel component {@code aws2-kinesis-batch}. */
package io.tourbus.stream.component;
