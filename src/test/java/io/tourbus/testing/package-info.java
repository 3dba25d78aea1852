/** Support for the test run itself: its console output and its list of skipped tests. */
package io.tourbus.testing;
