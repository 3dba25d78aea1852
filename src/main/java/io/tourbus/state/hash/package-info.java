/** How hashes of delivered records are stored in blocks, and found in memory. */
package io.tourbus.state.hash;
