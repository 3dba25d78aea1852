/** The Ticketmaster Discovery API as a source: settings, plan, and normalisation of venues and events. */
package io.tourbus.ticketmaster;
