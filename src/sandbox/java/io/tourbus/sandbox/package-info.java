/** Simulated Spotify and Ticketmaster, and an embedded S3 and Kinesis: what the demo and the tests run against. */
package io.tourbus.sandbox;
