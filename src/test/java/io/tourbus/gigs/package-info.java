/** The Gigs API and the source that reads it, which exist only to test that Tourbus accepts another source. */
package io.tourbus.gigs;
