/** A simulated Kinesis. */
package io.tourbus.sandbox.stream;
