/** The HTTP server that the simulated APIs share: injected faults, the last requests and their arrival times. */
package io.tourbus.sandbox.server;
