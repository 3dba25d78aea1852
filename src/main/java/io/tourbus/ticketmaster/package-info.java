/** The Ticketmaster source: settings, plan, and conversion of events and venues to records. */
package io.tourbus.ticketmaster;
