/** Simulated Spotify, Ticketmaster, S3 and Kinesis for {@code tourbus sandbox} and the tests. */
package io.tourbus.sandbox;
