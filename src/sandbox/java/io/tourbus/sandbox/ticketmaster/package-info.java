/** A simulated Discovery API of Ticketmaster. */
package io.tourbus.sandbox.ticketmaster;
