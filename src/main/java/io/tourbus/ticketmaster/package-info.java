/** What is special to the Ticketmaster Discovery API: its key, its pages, its refusals, and venues and events as it tells them. */
package io.tourbus.ticketmaster;
