#include "sampled_video.h"

#include <cmath>
#include <set>

#include "guarded.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

struct cvs_sampled {
  AVFormatContext* container = nullptr;
  AVCodecContext* decoder = nullptr;
  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  SwsContext* convert = nullptr;
  AVStream* stream = nullptr;
  std::set<int> row_pairs;
  bool is_drained = false;
  bool is_pending = false;  // the frame was decoded by a seek and not yet read
  int64_t shown_at = 0;

  ~cvs_sampled() {
    sws_freeContext(convert);
    av_frame_free(&frame);
    av_packet_free(&packet);
    avcodec_free_context(&decoder);
    avformat_close_input(&container);
  }

  bool open(const char* file, int threads) {
    if (avformat_open_input(&container, file, nullptr, nullptr) < 0 || avformat_find_stream_info(container, nullptr) < 0) return false;
    for (unsigned i = 0; i < container->nb_streams && stream == nullptr; i++)
      if (container->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO) stream = container->streams[i];
    if (stream == nullptr || av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr) != nullptr) return false;

    auto codec = avcodec_find_decoder(stream->codecpar->codec_id);
    decoder = avcodec_alloc_context3(codec);
    if (codec == nullptr || avcodec_parameters_to_context(decoder, stream->codecpar) < 0) return false;
    decoder->thread_count = threads;
    if (avcodec_open2(decoder, codec, nullptr) < 0 || decoder->pix_fmt != AV_PIX_FMT_YUV420P) return false;
    if (decoder->width <= 0 || decoder->width % 16 != 0 || decoder->height <= 0 || decoder->height % 2 != 0) return false;
    convert = sws_getContext(decoder->width, 2, decoder->pix_fmt, decoder->width, 2, AV_PIX_FMT_BGR24, SWS_BICUBIC, nullptr, nullptr, nullptr);
    return convert != nullptr;
  }

  // Rows are converted in the pairs that share their colour.
  void choose_rows(int rows) {
    const double rounding = 1e-3;
    for (int row = 0; row < rows; row++) {
      double center = (row + 0.5) * decoder->height / rows - 0.5;
      for (int from = std::floor(center - rounding); from <= std::floor(center + rounding) + 1; from++)
        row_pairs.insert(std::min(std::max(from, 0), decoder->height - 1) & ~1);
    }
  }

  bool decode() {
    for (;;) {
      int got = avcodec_receive_frame(decoder, frame);
      if (got == 0) {
        shown_at = frame->best_effort_timestamp;
        return frame->width == decoder->width && frame->height == decoder->height && frame->format == AV_PIX_FMT_YUV420P;
      }
      if (is_drained) return false;
      if (av_read_frame(container, packet) < 0) {
        is_drained = true;
        avcodec_send_packet(decoder, nullptr);
        continue;
      }
      // A packet that cannot be decoded yields no frame; whoever reads misses it in the count.
      if (packet->stream_index == stream->index) avcodec_send_packet(decoder, packet);
      av_packet_unref(packet);
    }
  }

  void convert_rows(cv::Mat& image) {
    image.create(decoder->height, decoder->width, CV_8UC3);
    for (int row : row_pairs) {
      const uint8_t* planes[4] = {frame->data[0] + row * frame->linesize[0], frame->data[1] + row / 2 * frame->linesize[1],
                                  frame->data[2] + row / 2 * frame->linesize[2], nullptr};
      uint8_t* pixels[4] = {image.ptr(row), nullptr, nullptr, nullptr};
      int steps[4] = {static_cast<int>(image.step), 0, 0, 0};
      sws_scale(convert, planes, frame->linesize, 0, 2, pixels, steps);
    }
  }

  bool seek(int wanted) {
    double rate = av_q2d(av_guess_frame_rate(container, stream, nullptr)), unit = av_q2d(stream->time_base);
    int64_t start = stream->start_time == AV_NOPTS_VALUE ? 0 : stream->start_time;
    int64_t time = start + std::llround(wanted / rate / unit);
    if (!(rate > 0) || av_seek_frame(container, stream->index, time, AVSEEK_FLAG_BACKWARD) < 0) return false;
    avcodec_flush_buffers(decoder);
    is_drained = false;
    while (decode()) {
      auto index = std::llround((shown_at - start) * unit * rate);
      if (index >= wanted) return is_pending = index == wanted;
    }
    return false;
  }
};

int cvs_sampled_open(const char* file, int rows, int threads, cvs_sampled** video) {
  return guarded([&] {
    auto opened = std::make_unique<cvs_sampled>();
    *video = nullptr;
    if (!opened->open(file, threads)) return;
    opened->choose_rows(rows);
    *video = opened.release();
  });
}

void cvs_sampled_free(cvs_sampled* video) { delete video; }

int cvs_sampled_read(cvs_sampled* video, cv::Mat* image, int* read) {
  return guarded([&] {
    *read = video->is_pending || video->decode();
    video->is_pending = false;
    if (*read) video->convert_rows(*image);
  });
}

int cvs_sampled_seek(cvs_sampled* video, int frame, int* found) {
  return guarded([&] { *found = video->seek(frame); });
}

double cvs_sampled_milliseconds(const cvs_sampled* video) { return video->shown_at * av_q2d(video->stream->time_base) * 1000; }
