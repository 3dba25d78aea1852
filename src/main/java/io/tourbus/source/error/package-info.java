/** What can go wrong with a source. No message holds credentials. */
package io.tourbus.source.error;
