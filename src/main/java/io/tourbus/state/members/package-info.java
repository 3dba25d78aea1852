/** Which entities the last complete run of each query found. */
package io.tourbus.state.members;
