/** The {@link io.tourbus.source.Source} interface, which each API implements, and what Tourbus provides to its implementations. */
package io.tourbus.source;
