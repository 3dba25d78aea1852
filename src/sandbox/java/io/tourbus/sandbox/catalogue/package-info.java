/** The generated artists, venues and events that the simulated APIs return. */
package io.tourbus.sandbox.catalogue;
