#include "opencv_shim.h"

#include <atomic>
#include <cstring>
#include <string>
#include <vector>

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace {

thread_local cv::Exception last_error;
std::atomic<int64_t> live_mats{0};

// Failures come up as exceptions or as "not opened"; OpenCV's own log would say them a second time on stderr.
__attribute__((constructor)) void silence_log() {
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
}

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

cv::Mat* give(cv::Mat mat) {
  auto handle = new cv::Mat(std::move(mat));
  ++live_mats;
  return handle;
}

cv::Scalar scalar(const cvs_scalar* s) { return {s->value[0], s->value[1], s->value[2], s->value[3]}; }
cv::Point point(cvs_point p) { return {p.x, p.y}; }
cv::_InputArray optional(const cv::Mat* mat) { return mat == nullptr ? cv::_InputArray() : cv::_InputArray(*mat); }
std::vector<int> list(const int* values, int count) { return std::vector<int>(values, values + count); }

std::vector<std::vector<cv::Point>> contours(const cvs_point* points, const int* counts, int polygons) {
  std::vector<std::vector<cv::Point>> all(polygons);
  for (int i = 0; i < polygons; i++)
    for (int j = 0; j < counts[i]; j++) all[i].push_back(point(*points++));
  return all;
}

}  // namespace

void cvs_last_error(cvs_error* error) {
  *error = {last_error.code, last_error.line, last_error.func.c_str(), last_error.err.c_str(), last_error.file.c_str()};
}

const char* cvs_version() { return CV_VERSION; }

const char* cvs_build_information() { return cv::getBuildInformation().c_str(); }

int cvs_set_num_threads(int count) {
  return guarded([&] { cv::setNumThreads(count); });
}

int cvs_get_num_threads() { return cv::getNumThreads(); }

int cvs_mat_new(cv::Mat** mat) {
  return guarded([&] { *mat = give({}); });
}

int cvs_mat_new_filled(int rows, int cols, int type, const cvs_scalar* fill, cv::Mat** mat) {
  return guarded([&] { *mat = give(fill == nullptr ? cv::Mat(rows, cols, type) : cv::Mat(rows, cols, type, scalar(fill))); });
}

int cvs_mat_new_over(int rows, int cols, int type, void* data, int64_t step, cv::Mat** mat) {
  return guarded([&] { *mat = give(cv::Mat(rows, cols, type, data, static_cast<size_t>(step))); });
}

void cvs_mat_free(cv::Mat* mat) {
  delete mat;
  --live_mats;
}

int64_t cvs_live_mats() { return live_mats; }

void cvs_mat_info(const cv::Mat* mat, cvs_info* info) {
  info->data = mat->data;
  info->step = mat->dims > 0 ? static_cast<int64_t>(mat->step[0]) : 0;
  info->total = static_cast<int64_t>(mat->total());
  info->rows = mat->rows;
  info->cols = mat->cols;
  info->type = mat->type();
  info->element_size = static_cast<int32_t>(mat->elemSize());
  info->dims = mat->dims;
  info->is_continuous = mat->isContinuous();
  info->is_submatrix = mat->isSubmatrix();
}

int cvs_mat_clone(const cv::Mat* mat, cv::Mat** copy) {
  return guarded([&] { *copy = give(mat->clone()); });
}

int cvs_mat_sub(const cv::Mat* mat, int x, int y, int width, int height, cv::Mat** view) {
  return guarded([&] { *view = give((*mat)(cv::Rect(x, y, width, height))); });
}

int cvs_mat_create(cv::Mat* mat, int rows, int cols, int type) {
  return guarded([&] { mat->create(rows, cols, type); });
}

int cvs_mat_copy_to(const cv::Mat* source, cv::Mat* destination, const cv::Mat* mask) {
  return guarded([&] { mask == nullptr ? source->copyTo(*destination) : source->copyTo(*destination, *mask); });
}

int cvs_mat_convert_to(const cv::Mat* source, cv::Mat* destination, int type, double alpha, double beta) {
  return guarded([&] { source->convertTo(*destination, type, alpha, beta); });
}

int cvs_mat_set_to(cv::Mat* mat, const cvs_scalar* value, const cv::Mat* mask) {
  return guarded([&] { mat->setTo(scalar(value), optional(mask)); });
}

int cvs_add_weighted(const cv::Mat* a, double alpha, const cv::Mat* b, double beta, double gamma, cv::Mat* sum, int type) {
  return guarded([&] { cv::addWeighted(*a, alpha, *b, beta, gamma, *sum, type); });
}

int cvs_absdiff(const cv::Mat* a, const cv::Mat* b, cv::Mat* difference) {
  return guarded([&] { cv::absdiff(*a, *b, *difference); });
}

int cvs_mean(const cv::Mat* mat, const cv::Mat* mask, cvs_scalar* mean) {
  return guarded([&] {
    auto value = cv::mean(*mat, optional(mask));
    for (int i = 0; i < 4; i++) mean->value[i] = value[i];
  });
}

int cvs_count_non_zero(const cv::Mat* mat, int* count) {
  return guarded([&] { *count = cv::countNonZero(*mat); });
}

int cvs_resize(const cv::Mat* source, cv::Mat* destination, int width, int height, double fx, double fy, int interpolation) {
  return guarded([&] { cv::resize(*source, *destination, cv::Size(width, height), fx, fy, interpolation); });
}

int cvs_cvt_color(const cv::Mat* source, cv::Mat* destination, int code, int channels) {
  return guarded([&] { cv::cvtColor(*source, *destination, code, channels); });
}

int cvs_gaussian_blur(const cv::Mat* source, cv::Mat* destination, int width, int height, double sigma_x, double sigma_y, int border) {
  return guarded([&] { cv::GaussianBlur(*source, *destination, cv::Size(width, height), sigma_x, sigma_y, border); });
}

int cvs_put_text(cv::Mat* image, const char* text, cvs_point origin, int face, double scale, const cvs_scalar* color, int thickness,
                 int line_type, int bottom_left_origin) {
  return guarded([&] {
    cv::putText(*image, text, point(origin), face, scale, scalar(color), thickness, line_type, bottom_left_origin != 0);
  });
}

int cvs_text_size(const char* text, int face, double scale, int thickness, int* baseline, cvs_point* size) {
  return guarded([&] {
    auto box = cv::getTextSize(text, face, scale, thickness, baseline);
    *size = {box.width, box.height};
  });
}

int cvs_line(cv::Mat* image, cvs_point from, cvs_point to, const cvs_scalar* color, int thickness, int line_type, int shift) {
  return guarded([&] { cv::line(*image, point(from), point(to), scalar(color), thickness, line_type, shift); });
}

int cvs_rectangle(cv::Mat* image, cvs_point from, cvs_point to, const cvs_scalar* color, int thickness, int line_type, int shift) {
  return guarded([&] { cv::rectangle(*image, point(from), point(to), scalar(color), thickness, line_type, shift); });
}

int cvs_rectangle_of(cv::Mat* image, cvs_point corner, cvs_point size, const cvs_scalar* color, int thickness, int line_type, int shift) {
  return guarded([&] {
    cv::rectangle(*image, cv::Rect(corner.x, corner.y, size.x, size.y), scalar(color), thickness, line_type, shift);
  });
}

int cvs_circle(cv::Mat* image, cvs_point center, int radius, const cvs_scalar* color, int thickness, int line_type, int shift) {
  return guarded([&] { cv::circle(*image, point(center), radius, scalar(color), thickness, line_type, shift); });
}

int cvs_ellipse(cv::Mat* image, cvs_point center, cvs_point axes, double angle, double start, double end, const cvs_scalar* color,
                int thickness, int line_type, int shift) {
  return guarded([&] {
    cv::ellipse(*image, point(center), cv::Size(axes.x, axes.y), angle, start, end, scalar(color), thickness, line_type, shift);
  });
}

int cvs_fill_convex_poly(cv::Mat* image, const cvs_point* points, int count, const cvs_scalar* color, int line_type, int shift) {
  return guarded([&] { cv::fillConvexPoly(*image, contours(points, &count, 1)[0], scalar(color), line_type, shift); });
}

int cvs_fill_poly(cv::Mat* image, const cvs_point* points, const int* counts, int polygons, const cvs_scalar* color, int line_type,
                  int shift, cvs_point offset) {
  return guarded([&] { cv::fillPoly(*image, contours(points, counts, polygons), scalar(color), line_type, shift, point(offset)); });
}

int cvs_polylines(cv::Mat* image, const cvs_point* points, const int* counts, int polygons, int is_closed, const cvs_scalar* color,
                  int thickness, int line_type, int shift) {
  return guarded([&] {
    cv::polylines(*image, contours(points, counts, polygons), is_closed != 0, scalar(color), thickness, line_type, shift);
  });
}

int cvs_imread(const char* file, int flags, cv::Mat** image) {
  return guarded([&] { *image = give(cv::imread(file, flags)); });
}

int cvs_imwrite(const char* file, const cv::Mat* image, const int* parameters, int count, int* written) {
  return guarded([&] { *written = cv::imwrite(file, *image, list(parameters, count)); });
}

int cvs_imencode(const char* extension, const cv::Mat* image, const int* parameters, int count, int* encoded, cvs_bytes** bytes) {
  return guarded([&] {
    auto buffer = std::make_unique<cvs_bytes>();
    *encoded = cv::imencode(extension, *image, *buffer, list(parameters, count));
    *bytes = buffer.release();
  });
}

const uchar* cvs_bytes_data(const cvs_bytes* bytes, int64_t* length) {
  *length = static_cast<int64_t>(bytes->size());
  return bytes->data();
}

void cvs_bytes_free(cvs_bytes* bytes) { delete bytes; }

int cvs_imdecode(const uchar* bytes, int64_t length, int flags, cv::Mat** image) {
  return guarded([&] {
    if (length > INT32_MAX) CV_Error(cv::Error::StsOutOfRange, "more than 2 GiB");
    *image = give(cv::imdecode(cv::Mat(1, static_cast<int>(length), CV_8U, const_cast<uchar*>(bytes)), flags));
  });
}

int cvs_capture_new(cv::VideoCapture** capture) {
  return guarded([&] { *capture = new cv::VideoCapture(); });
}

void cvs_capture_free(cv::VideoCapture* capture) { delete capture; }

int cvs_capture_open(cv::VideoCapture* capture, const char* file, int backend, const int* parameters, int count, int* opened) {
  return guarded([&] { *opened = capture->open(file, backend, list(parameters, count)); });
}

int cvs_capture_is_opened(const cv::VideoCapture* capture) { return capture->isOpened(); }

int cvs_capture_release(cv::VideoCapture* capture) {
  return guarded([&] { capture->release(); });
}

int cvs_capture_grab(cv::VideoCapture* capture, int* grabbed) {
  return guarded([&] { *grabbed = capture->grab(); });
}

int cvs_capture_retrieve(cv::VideoCapture* capture, cv::Mat* image, int flag, int* retrieved) {
  return guarded([&] { *retrieved = capture->retrieve(*image, flag); });
}

int cvs_capture_read(cv::VideoCapture* capture, cv::Mat* image, int* read) {
  return guarded([&] { *read = capture->read(*image); });
}

int cvs_capture_get(const cv::VideoCapture* capture, int property, double* value) {
  return guarded([&] { *value = capture->get(property); });
}

int cvs_capture_set(cv::VideoCapture* capture, int property, double value, int* accepted) {
  return guarded([&] { *accepted = capture->set(property, value); });
}

int cvs_capture_backend(const cv::VideoCapture* capture, char* name, int capacity) {
  return guarded([&] {
    auto text = capture->getBackendName();
    std::strncpy(name, text.c_str(), capacity - 1);
    name[capacity - 1] = '\0';
  });
}

int cvs_writer_new(cv::VideoWriter** writer) {
  return guarded([&] { *writer = new cv::VideoWriter(); });
}

void cvs_writer_free(cv::VideoWriter* writer) { delete writer; }

int cvs_writer_open(cv::VideoWriter* writer, const char* file, int backend, int fourcc, double fps, int width, int height, int is_color,
                    int* opened) {
  return guarded([&] { *opened = writer->open(file, backend, fourcc, fps, cv::Size(width, height), is_color != 0); });
}

int cvs_writer_is_opened(const cv::VideoWriter* writer) { return writer->isOpened(); }

int cvs_writer_release(cv::VideoWriter* writer) {
  return guarded([&] { writer->release(); });
}

int cvs_writer_write(cv::VideoWriter* writer, const cv::Mat* image) {
  return guarded([&] { writer->write(*image); });
}
