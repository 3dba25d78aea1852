/** The HTTP server that the simulated APIs share: injected faults, recorded requests and their arrival times. */
package io.tourbus.sandbox.server;
