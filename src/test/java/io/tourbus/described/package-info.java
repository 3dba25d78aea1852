/** Described sources, and simulated APIs that follow the documentation of the real ones. */
package io.tourbus.described;
