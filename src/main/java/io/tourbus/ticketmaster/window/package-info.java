/** Divides events into date windows with about as many events as Ticketmaster returns for one query. */
package io.tourbus.ticketmaster.window;
