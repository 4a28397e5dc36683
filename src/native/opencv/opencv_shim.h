// The C ABI between OpenCV and the managed binding in src/OpenCvSharp.
//
// Every function that returns int and can fail returns 0 on success and 1 on failure; what failed is then read, on the
// same thread, with cvs_last_error. No C++ exception crosses this boundary. A mat handle owns one cv::Mat header (the
// pixels are counted by OpenCV itself) and is given back with cvs_mat_free. A mask handle may be null.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/videoio.hpp>

#define CVS_API extern "C" __attribute__((visibility("default")))

struct cvs_error {
  int32_t code;
  int32_t line;
  const char* function;
  const char* text;
  const char* file;
};

struct cvs_info {
  void* data;
  int64_t step;
  int64_t total;
  int32_t rows;
  int32_t cols;
  int32_t type;
  int32_t element_size;
  int32_t dims;
  int32_t is_continuous;
  int32_t is_submatrix;
};

struct cvs_scalar {
  double value[4];
};

struct cvs_point {
  int32_t x, y;
};

using cvs_bytes = std::vector<uchar>;

CVS_API void cvs_last_error(cvs_error* error);
CVS_API const char* cvs_version();
CVS_API const char* cvs_build_information();
CVS_API int cvs_set_num_threads(int count);
CVS_API int cvs_get_num_threads();

CVS_API int cvs_mat_new(cv::Mat** mat);
CVS_API int cvs_mat_new_filled(int rows, int cols, int type, const cvs_scalar* fill, cv::Mat** mat);  // fill may be null
CVS_API int cvs_mat_new_over(int rows, int cols, int type, void* data, int64_t step, cv::Mat** mat);  // step 0: none between rows
CVS_API void cvs_mat_free(cv::Mat* mat);
CVS_API int64_t cvs_live_mats();
CVS_API void cvs_mat_info(const cv::Mat* mat, cvs_info* info);
CVS_API int cvs_mat_clone(const cv::Mat* mat, cv::Mat** copy);
CVS_API int cvs_mat_sub(const cv::Mat* mat, int x, int y, int width, int height, cv::Mat** view);
CVS_API int cvs_mat_create(cv::Mat* mat, int rows, int cols, int type);
CVS_API int cvs_mat_copy_to(const cv::Mat* source, cv::Mat* destination, const cv::Mat* mask);
CVS_API int cvs_mat_convert_to(const cv::Mat* source, cv::Mat* destination, int type, double alpha, double beta);
CVS_API int cvs_mat_set_to(cv::Mat* mat, const cvs_scalar* value, const cv::Mat* mask);

CVS_API int cvs_add_weighted(const cv::Mat* a, double alpha, const cv::Mat* b, double beta, double gamma, cv::Mat* sum, int type);
CVS_API int cvs_absdiff(const cv::Mat* a, const cv::Mat* b, cv::Mat* difference);
CVS_API int cvs_mean(const cv::Mat* mat, const cv::Mat* mask, cvs_scalar* mean);
CVS_API int cvs_count_non_zero(const cv::Mat* mat, int* count);

CVS_API int cvs_resize(const cv::Mat* source, cv::Mat* destination, int width, int height, double fx, double fy, int interpolation);
CVS_API int cvs_cvt_color(const cv::Mat* source, cv::Mat* destination, int code, int channels);
CVS_API int cvs_gaussian_blur(const cv::Mat* source, cv::Mat* destination, int width, int height, double sigma_x, double sigma_y, int border);
CVS_API int cvs_put_text(cv::Mat* image, const char* text, cvs_point origin, int face, double scale, const cvs_scalar* color,
                         int thickness, int line_type, int bottom_left_origin);
CVS_API int cvs_text_size(const char* text, int face, double scale, int thickness, int* baseline, cvs_point* size);
CVS_API int cvs_line(cv::Mat* image, cvs_point from, cvs_point to, const cvs_scalar* color, int thickness, int line_type, int shift);
CVS_API int cvs_rectangle(cv::Mat* image, cvs_point from, cvs_point to, const cvs_scalar* color, int thickness, int line_type, int shift);
CVS_API int cvs_rectangle_of(cv::Mat* image, cvs_point corner, cvs_point size, const cvs_scalar* color, int thickness, int line_type, int shift);
CVS_API int cvs_circle(cv::Mat* image, cvs_point center, int radius, const cvs_scalar* color, int thickness, int line_type, int shift);
CVS_API int cvs_ellipse(cv::Mat* image, cvs_point center, cvs_point axes, double angle, double start, double end, const cvs_scalar* color,
                        int thickness, int line_type, int shift);
CVS_API int cvs_fill_convex_poly(cv::Mat* image, const cvs_point* points, int count, const cvs_scalar* color, int line_type, int shift);
CVS_API int cvs_fill_poly(cv::Mat* image, const cvs_point* points, const int* counts, int polygons, const cvs_scalar* color,
                          int line_type, int shift, cvs_point offset);
CVS_API int cvs_polylines(cv::Mat* image, const cvs_point* points, const int* counts, int polygons, int is_closed,
                          const cvs_scalar* color, int thickness, int line_type, int shift);

CVS_API int cvs_imread(const char* file, int flags, cv::Mat** image);
CVS_API int cvs_imwrite(const char* file, const cv::Mat* image, const int* parameters, int count, int* written);
CVS_API int cvs_imencode(const char* extension, const cv::Mat* image, const int* parameters, int count, int* encoded, cvs_bytes** bytes);
CVS_API const uchar* cvs_bytes_data(const cvs_bytes* bytes, int64_t* length);
CVS_API void cvs_bytes_free(cvs_bytes* bytes);
CVS_API int cvs_imdecode(const uchar* bytes, int64_t length, int flags, cv::Mat** image);

CVS_API int cvs_capture_new(cv::VideoCapture** capture);
CVS_API void cvs_capture_free(cv::VideoCapture* capture);
CVS_API int cvs_capture_open(cv::VideoCapture* capture, const char* file, int backend, const int* parameters, int count, int* opened);
CVS_API int cvs_capture_is_opened(const cv::VideoCapture* capture);
CVS_API int cvs_capture_release(cv::VideoCapture* capture);
CVS_API int cvs_capture_grab(cv::VideoCapture* capture, int* grabbed);
CVS_API int cvs_capture_retrieve(cv::VideoCapture* capture, cv::Mat* image, int flag, int* retrieved);
CVS_API int cvs_capture_read(cv::VideoCapture* capture, cv::Mat* image, int* read);
CVS_API int cvs_capture_get(const cv::VideoCapture* capture, int property, double* value);
CVS_API int cvs_capture_set(cv::VideoCapture* capture, int property, double value, int* accepted);
CVS_API int cvs_capture_backend(const cv::VideoCapture* capture, char* name, int capacity);

CVS_API int cvs_writer_new(cv::VideoWriter** writer);
CVS_API void cvs_writer_free(cv::VideoWriter* writer);
CVS_API int cvs_writer_open(cv::VideoWriter* writer, const char* file, int backend, int fourcc, double fps, int width, int height,
                            int is_color, int* opened);
CVS_API int cvs_writer_is_opened(const cv::VideoWriter* writer);
CVS_API int cvs_writer_release(cv::VideoWriter* writer);
CVS_API int cvs_writer_write(cv::VideoWriter* writer, const cv::Mat* image);
