// SPDX-License-Identifier: Apache-2.0
// The only file that includes Asio and Beast, so that their configuration is the same everywhere. Private to src/http. [ARCHITECTURE HTTP]
#pragma once
#include <utility>  // first: Asio 1.18 with GCC 12 uses std::exchange without including it

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace ippyo::http {
namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
// Concrete executors instead of the polymorphic default: cheaper, and Beast #2926 (bad_executor on a timeout) cannot occur.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
}  // namespace ippyo::http
