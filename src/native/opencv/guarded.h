// Runs what may throw, and keeps what it threw for cvs_last_error.
#pragma once

#include <new>

#include <opencv2/core.hpp>

extern thread_local cv::Exception last_error;

template <class Body>
int guarded(Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const cv::Exception& error) {
    last_error = error;
  } catch (const std::bad_alloc&) {
    last_error = cv::Exception(cv::Error::StsNoMem, "out of memory", "", "", 0);
  } catch (const std::exception& error) {
    last_error = cv::Exception(cv::Error::StsError, error.what(), "", "", 0);
  } catch (...) {
    last_error = cv::Exception(cv::Error::StsError, "an exception that is no std::exception", "", "", 0);
  }
  return 1;
}
