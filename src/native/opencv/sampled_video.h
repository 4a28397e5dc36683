// Decodes a video straight through libav, and of each frame converts to BGR only the rows that a bilinear resize to a given
// number of rows looks at: converting all 720 rows to keep 72 is most of what cv::VideoCapture does besides decoding.
//
// Meant for the plain case: 4:2:0 video of 8 bits, not rotated, its width a multiple of 16 and its height even. There the
// rows are, byte for byte, those of cv::VideoCapture; for any other video cvs_sampled_open gives a null handle.
#pragma once

#include "opencv_shim.h"

struct cvs_sampled;

CVS_API int cvs_sampled_open(const char* file, int rows, int threads, cvs_sampled** video);
CVS_API void cvs_sampled_free(cvs_sampled* video);
// The mat has the frame's full size; rows that are not looked at keep what they held.
CVS_API int cvs_sampled_read(cvs_sampled* video, cv::Mat* image, int* read);
// Makes the frame the next one to be read, if the times of frames are evenly spaced; found tells whether that was so.
CVS_API int cvs_sampled_seek(cvs_sampled* video, int frame, int* found);
CVS_API double cvs_sampled_milliseconds(const cvs_sampled* video);
